/** From values to places on an axis. */
export type Scale = (value: number) => number

/** `from` and `to` are the places of both ends. */
export function linear(low: number, high: number, from: number, to: number): Scale {
  const span = high - low || 1
  return (value) => from + ((value - low) / span) * (to - from)
}

/** The same for values above 0 whose ratios count. */
export function logarithmic(low: number, high: number, from: number, to: number): Scale {
  const place = linear(Math.log(low), Math.log(high), from, to)
  return (value) => place(Math.log(Math.max(value, low)))
}

const STEPS = [1, 2, 5]

/** Round values from 0 to the first that is not below `most`, about `count` of them. */
export function ticks(most: number, count: number): number[] {
  const rough = Math.max(most, 1e-9) / count
  const unit = 10 ** Math.floor(Math.log10(rough))
  const step = unit * ([...STEPS, 10].find((one) => one * unit >= rough * 0.999) ?? 10)
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, index) => index * step)
}

/** 1, 2, 5, 10 and so on between two values; the powers of ten alone where there would be many. */
export function logTicks(low: number, high: number, most: number): number[] {
  const powers = Array.from({ length: 20 }, (_, index) => 10 ** (index - 6))
  const within = (values: readonly number[]): number[] => values.filter((value) => value >= low && value <= high)
  const all = within(powers.flatMap((power) => STEPS.map((step) => step * power)))
  return all.length <= most ? all : within(powers)
}
