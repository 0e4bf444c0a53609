import { expect, test } from 'vitest'
import { selectRows } from './ps.ts'

test('the rows of the processes are left, under their head', () => {
  const output = 'UID   PID CMD\nroot    1 init\nroot   22 sh -c 1\n'
  expect(selectRows(output, new Set([22]))).toBe('UID   PID CMD\nroot   22 sh -c 1')
  expect(() => selectRows('UID CMD\n', new Set())).toThrow('PID must be among')
})
