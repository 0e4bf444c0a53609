import { expect, test } from 'vitest'
import { inOneLine, withoutControl } from './without-control.ts'

test('escape sequences of others do not reach the terminal', () => {
  expect(withoutControl('\u001b]0;title\u0007a\u009b2Jb\r')).toBe('�]0;title�a�2Jb�')
  expect(withoutControl('line\n\tline')).toBe('line\n\tline')
})

test('a name with a line break in it does not look like a line of ours', () => {
  expect(inOneLine('/tmp/a\nD /etc/passwd\u{2028}b\tc')).toBe('/tmp/a�D /etc/passwd�b�c')
})
