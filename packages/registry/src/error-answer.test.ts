import { BerthError, ERROR_KINDS, isErrorCode } from '@berth/core'
import { expect, test } from 'vitest'
import { answerOf, errorBody } from './error-answer.ts'

test('every error of the platform has an answer', () => {
  for (const code of Object.keys(ERROR_KINDS)) {
    if (isErrorCode(code)) expect(answerOf(new BerthError(code, 'x')).status).toBeGreaterThanOrEqual(400)
  }
})

test('the body is the one of the specification', () => {
  const error = new BerthError('registry.manifest_unknown', 'there is none', { details: { tag: 'v1' } })
  expect(JSON.parse(errorBody(error))).toEqual({
    errors: [{ code: 'MANIFEST_UNKNOWN', message: 'there is none', detail: { tag: 'v1' } }],
  })
})
