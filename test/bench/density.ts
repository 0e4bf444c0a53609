import type { Figure } from './figure.ts'
export async function benchDensity(): Promise<Figure[]> {
  return []
}
