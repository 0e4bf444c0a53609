import { BerthError } from '@berth/core'
import { TRPCError } from '@trpc/server'
import { getErrorShape } from '@trpc/server/unstable-core-do-not-import'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { router } from './trpc.ts'
import { asTrpcError, berthErrorOf, wireErrorOf } from './trpc-error.ts'

test('our errors keep their code and get the status of their kind', () => {
  const cause = new BerthError('quota.exceeded', 'too much', { details: { left: 1 } })
  const error = asTrpcError(berthErrorOf(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause })))
  expect(error.code).toBe('TOO_MANY_REQUESTS')
  expect(wireErrorOf(error)).toEqual({ code: 'quota.exceeded', message: 'too much', details: { left: 1 } })
})

test('a bad request names each field, what was found there and what is allowed', () => {
  const input = { a: 70_000, b: 2 }
  const cause = z.strictObject({ a: z.number().max(65_535) }).safeParse(input).error
  const error = asTrpcError(berthErrorOf(new TRPCError({ code: 'BAD_REQUEST', cause }), input))
  expect(error.code).toBe('BAD_REQUEST')
  expect(wireErrorOf(error)).toEqual({
    code: 'input.invalid',
    message: 'a: 70000 is too much, at most 65535; there is no field "b"',
    details: {
      problems: [
        {
          path: 'a',
          message: '70000 is too much, at most 65535',
          fault: { kind: 'too-much', limit: '65535', unit: 'none' },
        },
        { path: '', message: 'there is no field "b"', fault: { kind: 'unknown-field', fields: 'b' } },
      ],
    },
  })
})

test('a body that is no JSON is the fault of who sent it', () => {
  const cause = new SyntaxError('Unexpected end of JSON input')
  const error = asTrpcError(
    berthErrorOf(new TRPCError({ code: 'BAD_REQUEST', message: cause.message, cause })),
  )
  expect(error.code).toBe('BAD_REQUEST')
  expect(wireErrorOf(error)).toMatchObject({ code: 'input.invalid', message: cause.message })
})

test('what we did not foresee says nothing about itself', () => {
  const cause = new Error('password=hunter2')
  const error = asTrpcError(berthErrorOf(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause })))
  expect(JSON.stringify(wireErrorOf(error))).not.toContain('hunter2')
  expect(wireErrorOf(error).code).toBe('internal.unexpected')
})

test('what fails before a procedure begins says nothing about itself either', () => {
  const error = new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: new Error('at db.internal:5432') })
  const shape = getErrorShape({
    ...{ config: router({})._def._config, error },
    ...{ type: 'unknown', path: undefined, input: undefined, ctx: undefined },
  })
  expect(error.message).toContain('db.internal')
  expect(JSON.stringify(shape)).not.toContain('db.internal')
})
