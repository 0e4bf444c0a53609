import { expect, test } from 'vitest'
import { commandKey } from './command-key.ts'

test("only Apple's systems have the command key", () => {
  expect(commandKey('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15')).toBe('⌘')
  expect(commandKey('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36')).toBe('Ctrl')
  expect(commandKey('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36')).toBe('Ctrl')
})
