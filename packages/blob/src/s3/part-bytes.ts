const MIB = 1024 * 1024

/**
 * How long the part of that number (from 1) is: they grow, because S3 takes 10,000 of them at most. A layer of
 * 80 GB needs parts of 32 MiB at its end; 300 GB are possible.
 */
export function partBytes(number: number): number {
  return 8 * MIB * 2 ** Math.min(3, Math.floor((number - 1) / 2500))
}
