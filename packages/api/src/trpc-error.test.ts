import { BerthError } from '@berth/core'
import { TRPCError } from '@trpc/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { asTrpcError, wireErrorOf } from './trpc-error.ts'

test('our errors keep their code and get the status of their kind', () => {
  const cause = new BerthError('quota.exceeded', 'too much', { details: { left: 1 } })
  const error = asTrpcError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause }))
  expect(error.code).toBe('TOO_MANY_REQUESTS')
  expect(wireErrorOf(error)).toEqual({ code: 'quota.exceeded', message: 'too much', details: { left: 1 } })
})

test('a bad request names each field', () => {
  const cause = z.strictObject({ a: z.string() }).safeParse({ a: 1, b: 2 }).error
  const error = asTrpcError(new TRPCError({ code: 'BAD_REQUEST', cause }))
  expect(error.code).toBe('BAD_REQUEST')
  expect(wireErrorOf(error)).toMatchObject({ code: 'input.invalid', message: expect.stringContaining('a: ') })
})

test('what we did not foresee says nothing about itself', () => {
  const error = asTrpcError(
    new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: new Error('password=hunter2') }),
  )
  expect(JSON.stringify(wireErrorOf(error))).not.toContain('hunter2')
  expect(wireErrorOf(error).code).toBe('internal.unexpected')
})
