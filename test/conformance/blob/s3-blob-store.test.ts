import { createS3BlobStore, type S3Settings } from '@berth/blob'
import { afterAll, beforeAll, describe } from 'vitest'
import { startSwift, type TestSwift } from '../../support/swift.ts'
import { blobStoreSuite } from './blob-store-suite.ts'

let swift: TestSwift
let settings: S3Settings
beforeAll(async () => {
  swift = await startSwift()
  settings = await swift.createBucket()
})
afterAll(() => swift.stop())

describe('s3', () => blobStoreSuite(() => createS3BlobStore(settings)))
