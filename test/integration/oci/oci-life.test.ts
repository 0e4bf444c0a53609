import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OciBox, openOciBox } from './support/oci-box.ts'

let box: OciBox
beforeAll(async () => {
  box = await openOciBox()
})
afterAll(() => box.close())

test('a configuration is run to its end, with its exit code', async () => {
  const { output, code, failed } = await box.script('echo hello; ls /; exit 7')
  expect({ failed, code }).toEqual({ failed: undefined, code: 7 })
  expect(output).toContain('hello')
})
