import { expect, test } from 'vitest'
import { parseRecord } from './attachment-record.ts'
import { parseEgress } from './egress.ts'

test.each([
  [{ kind: 'none' }],
  [{ kind: 'open' }],
  [{ kind: 'allow', hosts: [{ host: 'a.example', ports: [443, 80] }] }],
])('%j is a policy', (egress) => {
  expect(parseEgress(egress)).toEqual(egress)
})

test.each([
  null,
  'none',
  { kind: 'all' },
  { kind: 'allow' },
  { kind: 'allow', hosts: [{ host: 'a }; flush ruleset', ports: [1] }] },
  { kind: 'allow', hosts: [{ host: 'a.example', ports: [0] }] },
])('%j is none', (egress) => {
  expect(parseEgress(egress)).toBeUndefined()
})

test('a container whose policy cannot be read any more is let nowhere', () => {
  const record = {
    ...{ containerId: 'con_aaaaaaaaaaaaaaaa', tenantId: 't', projectId: 'p', hostname: 'h', names: [] },
    ...{ subnet: { first: 16, prefix: 28 }, address: 18, port: 'abcdefg' },
  }
  expect(parseRecord({ ...record, egress: { kind: 'later' } })?.egress).toEqual({ kind: 'none' })
  expect(parseRecord(record)?.egress).toBeUndefined()
})
