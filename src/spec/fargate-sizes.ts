/** Fargate CPU units; this file imports nothing, so that constructs can work with sizes without the schema. */
export const FARGATE_CPU = [256, 512, 1024, 2048, 4096, 8192, 16384] as const

export type FargateCpu = (typeof FARGATE_CPU)[number]

interface MemoryRange {
  readonly least: number
  readonly most: number
  readonly step: number
}

/**
 * Memory (MiB) that Fargate offers with each CPU size.
 * Source: Amazon ECS Developer Guide, "Fargate task definition considerations", and the rules bundled in aws-cdk-lib 2.276.
 */
const MEMORY: Readonly<Record<FargateCpu, MemoryRange>> = {
  256: { least: 512, most: 2048, step: 512 },
  512: { least: 1024, most: 4096, step: 1024 },
  1024: { least: 2048, most: 8192, step: 1024 },
  2048: { least: 4096, most: 16_384, step: 1024 },
  4096: { least: 8192, most: 30_720, step: 1024 },
  8192: { least: 16_384, most: 61_440, step: 4096 },
  16_384: { least: 32_768, most: 122_880, step: 8192 },
}

/** Whether Fargate offers this pair; 256 CPU units go with 512, 1024 or 2048 MiB only. */
export function isFargatePair(cpu: FargateCpu, memoryMiB: number): boolean {
  const { least, most, step } = MEMORY[cpu]
  if (cpu === 256) return [512, 1024, 2048].includes(memoryMiB)
  return memoryMiB >= least && memoryMiB <= most && (memoryMiB - least) % step === 0
}

/** The memory sizes of a CPU size in words: `2048 to 8192 MiB in steps of 1024`. */
export function memoryOf(cpu: FargateCpu): string {
  const { least, most, step } = MEMORY[cpu]
  return cpu === 256 ? '512, 1024 or 2048 MiB' : `${least} to ${most} MiB in steps of ${step}`
}

/** 2 GiB for each vCPU, which is the least that Fargate offers from 512 units upwards. */
export function leastMemory(cpu: FargateCpu): number {
  return MEMORY[cpu].least
}

/** The CPU size nearest to `wanted` that goes with this memory; undefined where none does. */
export function cpuForMemory(memoryMiB: number, wanted: FargateCpu): FargateCpu | undefined {
  return FARGATE_CPU.filter((cpu) => isFargatePair(cpu, memoryMiB)).sort(
    (a, b) => Math.abs(Math.log2(a / wanted)) - Math.abs(Math.log2(b / wanted)),
  )[0]
}
