import headless from '@xterm/headless'
import { expect, test } from 'vitest'
import { typedKeys } from './typed-keys.ts'

test('what is typed before there is a shell, or while it is away, comes to it in its order', () => {
  const terminal = new headless.Terminal({ allowProposedApi: true })
  const keys = typedKeys(terminal)
  let sent = ''
  const take = (bytes: Uint8Array) => {
    sent += new TextDecoder().decode(bytes)
  }
  terminal.input('ear')
  terminal.input('ly ')
  expect(sent).toBe('')
  keys.sendTo(take)
  terminal.input('now ')
  expect(sent).toBe('early now ')
  keys.sendTo(null)
  terminal.input('away ')
  keys.sendTo(take)
  expect(sent).toBe('early now away ')
  keys.sendTo(null)
  terminal.input('over')
  keys.forget()
  keys.sendTo(take)
  expect(sent).toBe('early now away ')
  keys.close()
  terminal.dispose()
})
