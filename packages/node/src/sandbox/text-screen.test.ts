import { expect, test } from 'vitest'
import { createTextScreen } from './text-screen.ts'

const size = { cols: 20, rows: 5 }

test('what was drawn, moved and erased is read as it stands', async () => {
  const screen = createTextScreen(size)
  screen.write(Buffer.from('one\r\ntwo\u001b[1;1HONE\u001b[3;4H\u001b[31mred\u001b[0m'))
  expect(await screen.read(size)).toEqual({
    ...size,
    lines: ['ONE', 'two', '   red'],
    cursor: { row: 2, column: 6 },
  })
  screen.write(Buffer.from('\u001b[2J\u001b[H$ '))
  expect((await screen.read(size)).lines).toEqual(['$'])
  screen.close()
})

test('of more than fits the last rows are left, also when it becomes smaller', async () => {
  const screen = createTextScreen(size)
  for (let i = 1; i <= 9; i++) screen.write(Buffer.from(`line ${i}\r\n`))
  expect((await screen.read(size)).lines).toEqual(['line 6', 'line 7', 'line 8', 'line 9'])
  expect((await screen.read({ cols: 20, rows: 3 })).lines).toEqual(['line 8', 'line 9'])
  screen.close()
})

test('wide characters and halves of them that come apart are whole', async () => {
  const screen = createTextScreen(size)
  const bytes = Buffer.from('家 é 😀')
  for (const byte of bytes) screen.write(Buffer.of(byte))
  expect((await screen.read(size)).lines).toEqual(['家 é 😀'])
  screen.close()
})

test('a terminal that was made huge takes no more memory than a large one', async () => {
  const huge = { cols: 1000, rows: 1000 }
  const screen = createTextScreen(huge)
  screen.write(Buffer.from('hello'))
  expect(await screen.read(huge)).toMatchObject({ cols: 300, rows: 120, lines: ['hello'] })
  screen.close()
})
