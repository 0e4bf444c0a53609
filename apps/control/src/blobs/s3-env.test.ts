import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inspect } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { readS3Settings, s3EnvShape } from './s3-env.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'berth-s3-env-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = path.join(folder, 'key')
const read = (env: object) => readS3Settings(z.object(s3EnvShape).parse(env))
const whole = {
  BERTH_BLOBS_S3_ENDPOINT: 'https://s3.example.com',
  BERTH_BLOBS_S3_BUCKET: 'images',
  BERTH_BLOBS_S3_ACCESS_KEY_FILE: file,
}

test('without a bucket there are files', () => {
  expect(read({})).toBeUndefined()
})

test('the key is read from its file, and its secret cannot be printed', () => {
  writeFileSync(file, 'AKID\ns3cr3t\n')
  const settings = read(whole)
  expect(settings).toMatchObject({ bucket: 'images', accessKeyId: 'AKID', pathStyle: true })
  expect(settings?.secretAccessKey.reveal()).toBe('s3cr3t')
  expect(inspect(settings)).not.toContain('s3cr3t')
})

test('what is missing is named', () => {
  expect(() => read({ BERTH_BLOBS_S3_BUCKET: 'images' })).toThrow(
    'a bucket for images needs BERTH_BLOBS_S3_ENDPOINT and BERTH_BLOBS_S3_ACCESS_KEY_FILE too',
  )
})

test('a key file that is none is refused', () => {
  writeFileSync(file, 'only the id\n')
  expect(() => read(whole)).toThrow('two lines')
  expect(() => read({ ...whole, BERTH_BLOBS_S3_ACCESS_KEY_FILE: `${file}.gone` })).toThrow('cannot be read')
})
