/** Versions of the generated project; each pair was synthesized together. A newer aws-cdk cannot read this aws-cdk-lib's assemblies. */
export const PINS = {
  dependencies: {
    'aws-cdk-lib': '2.276.0',
    'cdk-nag': '3.0.2',
    constructs: '10.8.1',
  },
  devDependencies: {
    '@types/node': '20.19.43',
    'aws-cdk': '2.1148.1',
    esbuild: '0.28.2',
    typescript: '5.9.3',
  },
} as const
