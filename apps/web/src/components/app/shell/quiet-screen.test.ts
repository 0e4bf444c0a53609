import headless from '@xterm/headless'
import { expect, test } from 'vitest'
import { quietScreen } from './quiet-screen.ts'

/** What it is, where its cursor stands, a setting, a mode. */
const ASKED = '\u001B[c\u001B[>c\u001B[6n\u001BP$qm\u001B\\\u001B[?2026$p'

async function answersOf(isQuiet: boolean): Promise<string> {
  const terminal = new headless.Terminal({ allowProposedApi: true })
  let answers = ''
  terminal.onData((data) => {
    answers += data
  })
  quietScreen(terminal, () => isQuiet)
  await new Promise<void>((resolve) => terminal.write(`${ASKED}text`, resolve))
  expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('text')
  terminal.dispose()
  return answers
}

test('what programs ask is answered once, and not again by a screen that is replayed or looked at', async () => {
  expect(await answersOf(true)).toBe('')
  expect((await answersOf(false)).split('\u001B').length).toBeGreaterThan(4)
})
