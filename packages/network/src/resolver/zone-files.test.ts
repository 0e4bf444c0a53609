import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createZoneFiles } from './zone-files.ts'

test('only the files that changed are read, and one that is gone belongs to nobody', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'zones-'))
  try {
    const write = (project: string, gateway: string) =>
      writeFile(
        join(directory, `${project}.json`),
        JSON.stringify({ gateway, subnet: `${gateway}/28`, names: {} }),
      )
    const files = createZoneFiles(directory)
    const gateways = () => [...files.byGateway().keys()].sort()
    await write('a', '100.64.0.1')
    await writeFile(join(directory, 'b.json.new'), 'half')
    await files.readAll()
    expect(gateways()).toEqual(['100.64.0.1'])

    await write('a', '100.64.0.17')
    await write('b', '100.64.0.33')
    await files.read(['b.json'])
    expect(gateways()).toEqual(['100.64.0.1', '100.64.0.33'])
    await rm(join(directory, 'b.json'))
    await files.read(['a.json', 'b.json'])
    expect(gateways()).toEqual(['100.64.0.17'])
    await rm(join(directory, 'a.json'))
    await files.readAll()
    expect(gateways()).toEqual([])
  } finally {
    await rm(directory, { recursive: true })
  }
})
