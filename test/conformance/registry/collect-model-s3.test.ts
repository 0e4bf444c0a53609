import { loadS3 } from '@berth/blob'
import { createBlobPlaces } from '@berth/registry'
import { startSwift } from '../../support/swift.ts'
import { collectModelSuite } from './collect-model/model-suite.ts'

const { createS3BlobStore } = await loadS3()

collectModelSuite({
  // a bucket answers slowly: BERTH_TEST_STEPS makes it long
  steps: 15,
  start: async () => {
    const swift = await startSwift()
    const settings = await swift.createBucket()
    return {
      open: (db) => createS3BlobStore(settings, createBlobPlaces(db)),
      stop: () => swift.stop(),
    }
  },
})
