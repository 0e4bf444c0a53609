import { parseRuntimeConfig } from '@berth/oci'
import { expect, test } from 'vitest'
import { defaultConfig } from './default-config.ts'

test('what spec writes is a valid configuration, for root and for somebody else', () => {
  for (const rootless of [undefined, { uid: 1000 }]) {
    const config = parseRuntimeConfig(JSON.stringify(defaultConfig('1.2.1', rootless)))
    expect(config.process?.args).toEqual(['sh'])
    expect(config.linux?.uidMappings?.[0]?.hostID).toBe(rootless?.uid)
  }
})
