import { Secret } from '@berth/core'
import { expect, test } from 'vitest'
import { parseKept, parseServing, planCertificates } from './certificate-plan.ts'

const wanted = { name: 'crt_new', host: 'a.example', pem: new Secret('-----A-----\n\nx\n  y\n\n') }
const nothing = { kept: new Set<string>(), serving: new Map<string, string>() }

test('a new certificate is made, filled, committed and listed for its host, before the old one goes', () => {
  const serving = new Map([['crt_old.pem', 'a.example']])
  const { add, remove } = planCertificates({ kept: new Set(['crt_old.pem']), serving }, [wanted])
  expect(add.map((calls) => calls.map(({ command }) => command))).toEqual([
    [
      'new ssl cert crt_new.pem',
      'set ssl cert crt_new.pem <<\n-----A-----\nx\ny\n', // an empty line would end what is given
      'commit ssl cert crt_new.pem',
      'add ssl crt-list certs.list <<\ncrt_new.pem a.example\n',
    ],
  ])
  expect(remove.map(({ command }) => command)).toEqual([
    'del ssl crt-list certs.list crt_old.pem',
    'del ssl cert crt_old.pem',
  ])
})

test('one that was made and never filled is filled, and one that serves is left alone', () => {
  const half = planCertificates({ ...nothing, kept: new Set(['crt_new.pem']) }, [wanted])
  expect(half.add[0]?.map(({ command }) => command.split(' ')[0])).toEqual(['set', 'commit', 'add'])
  const whole = { kept: new Set(['crt_new.pem']), serving: new Map([['crt_new.pem', 'a.example']]) }
  expect(planCertificates(whole, [wanted])).toEqual({ add: [], remove: [] })
})

test('what HAProxy says of its certificates is understood', () => {
  expect([...parseKept('# transaction\n*crt_b.pem\n# filename\ncrt_a.pem\n')]).toEqual([
    'crt_b.pem',
    'crt_a.pem',
  ])
  expect([...parseServing('# certs.list\ncrt_a.pem *.example.org\n')]).toEqual([
    ['crt_a.pem', '*.example.org'],
  ])
})
