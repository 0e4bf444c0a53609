import { readFile } from 'node:fs/promises'
import type { TestPlatform } from '../../support/platform.ts'

/** `/run/berth/<id>` of a platform. */
export async function runFolder({ dir }: Pick<TestPlatform, 'dir'>): Promise<string> {
  const { id } = JSON.parse(await readFile(`${dir}/instance.json`, 'utf8'))
  return `/run/berth/${id}`
}
