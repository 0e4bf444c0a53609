import { expect, test } from 'vitest'
import { newInviteCode, readInviteCode, showInviteCode } from './invite-code.ts'

test('a code is read however it is typed from a blackboard', () => {
  const code = newInviteCode()
  const shown = showInviteCode(code)
  for (const typed of [shown, code.toLowerCase(), ` ${shown.replace('-', ' ')} `]) {
    expect(readInviteCode(typed)).toBe(code)
  }
})

test('what cannot be a code is none', () => {
  for (const typed of ['', 'ABCD', 'ABCD-EFG0', 'ABCD-EFGH-J', 'ABCDEFG\u0000']) {
    expect(readInviteCode(typed)).toBeUndefined()
  }
})
