import { expect, test } from 'vitest'
import { separateCommand } from './separate-command.ts'

test.each([
  ['exec shop ls -l', 'exec shop -- ls -l'],
  ['exec -it shop sh', 'exec -it shop -- sh'],
  ['exec shop -it sh -c x', 'exec shop -it -- sh -c x'],
  [
    'exec --instance con_a shop --tenant=acme ls -- -l',
    'exec --instance con_a shop --tenant=acme -- ls -- -l',
  ],
  ['exec shop -- ls -l', 'exec shop -- ls -l'],
  ['exec shop -it', 'exec shop -it'],
  ['exec shop --what ls', 'exec shop --what ls'],
  ['logs shop ls', 'logs shop ls'],
])('%s is taken as %s', (given, taken) => {
  expect(separateCommand(given.split(' ')).join(' ')).toBe(taken)
})
