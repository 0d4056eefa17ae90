/** A picture as data; the template writes it as SVG and escapes every text. */
export interface Drawing {
  /** Unique on the page. */
  readonly id: string
  readonly width: number
  readonly height: number
  /** What it is, and what is to be seen, for those who do not see it. */
  readonly title: string
  readonly description: string
  readonly rects: readonly Rect[]
  readonly paths: readonly Path[]
  readonly texts: readonly Text[]
}

export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Class in the style sheet. */
  readonly style: string
}

export interface Path {
  readonly d: string
  readonly style: string
}

export interface Text {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly style: string
}

/** The same picture for wide and for narrow windows: text that is scaled down cannot be read. */
export interface Figure {
  readonly wide: Drawing
  readonly narrow: Drawing
}

/** `M x y` and so on, with as many digits as a screen has. */
export function point(x: number, y: number): string {
  return `${round(x)} ${round(y)}`
}

export function round(value: number): number {
  return Math.round(value * 10) / 10
}
