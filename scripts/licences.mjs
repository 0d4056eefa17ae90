const GPL = 'GPL-2.0-only WITH Classpath-exception-2.0'

/** SPDX identifiers with the names that POMs use for them. */
const NAMES = [
  [
    'Apache-2.0',
    'Apache 2',
    'Apache 2.0',
    'Apache 2.0 License',
    'Apache License 2.0',
    'Apache License, 2.0',
    'Apache License, Version 2.0',
    'Apache Software License - Version 2.0',
    'The Apache License, Version 2.0',
    'The Apache Software License, Version 2.0',
  ],
  ['BSD-2-Clause', 'BSD 2-Clause', 'BSD 2-Clause License'],
  // The Eclipse Distribution License is the BSD licence of three clauses. "BSD" alone is paranamer's, which has three too.
  ['BSD-3-Clause', 'BSD', 'BSD 3-clause', 'EDL 1.0', 'Eclipse Distribution License - v 1.0', 'Modified BSD'],
  ['CDDL-1.0', 'COMMON DEVELOPMENT AND DISTRIBUTION LICENSE (CDDL) Version 1.0'],
  ['CDDL-1.1', 'CDDL 1.1'],
  [`CDDL-1.1, ${GPL}`, 'CDDL + GPLv2 with classpath exception', 'CDDL/GPLv2+CE'],
  ['EPL-1.0', 'Eclipse Public License - Version 1.0'],
  ['EPL-2.0', 'EPL 2.0', 'Eclipse Public License, Version 2.0'],
  [GPL, 'GPL2 w/ CPE', 'The GNU General Public License (GPL), Version 2, With Classpath Exception'],
  ['LGPL-2.1-only', 'LGPL 2.1'],
  ['LicenseRef-Public-Domain', 'Public Domain'],
  ['MIT', 'MIT License', 'MIT license', 'The MIT License', 'jQuery license'],
  ['MIT-0'],
  ['MPL-1.1', 'MPL 1.1'],
  ['W3C', 'W3C license'],
  ['WTFPL'],
]

/** The SPDX identifiers of a jar's licences, with commas between them; undefined where a name is not known. */
export function spdx(names) {
  const ids = names.map((name) => NAMES.find((known) => known.includes(name))?.[0])
  return ids.length === 0 || ids.includes(undefined) ? undefined : [...new Set(ids)].join(', ')
}
