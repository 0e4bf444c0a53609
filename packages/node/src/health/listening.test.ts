import { expect, test } from 'vitest'
import { adviseListening, parseListeners, whereItListens } from './listening.ts'

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 00000000:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1 0 100 0 0 10 0
   2: 02004064:0BB8 01004064:C350 01 00000000:00000000 00:00000000 00000000     0        0 3 1 0 20 4 30 10 -1
`
const TCP6 = `  sl  local_address remote_address st
   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0 0 0
   1: 00000000000000000000000001000000:0051 00000000000000000000000000000000:0000 0A 0 0 0
`

test('sockets that listen are found, and those that only the container reaches are told apart', () => {
  expect(parseListeners(TCP)).toEqual([
    { port: 8080, local: true },
    { port: 3000, local: false },
  ])
  expect(parseListeners(TCP6)).toEqual([
    { port: 80, local: false },
    { port: 81, local: true },
  ])
  expect(parseListeners('')).toEqual([])
})

test('the advice names what is wrong', () => {
  const advice = (port: number, table: string) =>
    adviseListening({ port, ...whereItListens(port, parseListeners(table)) })
  expect(advice(8080, TCP)).toContain('127.0.0.1:8080 only')
  expect(advice(9000, TCP)).toContain('it listens on 3000')
  expect(advice(9000, '')).toBe('it listens on no port')
})
