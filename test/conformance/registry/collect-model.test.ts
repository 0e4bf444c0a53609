import { collectModelSuite } from './collect-model/model-suite.ts'

collectModelSuite({
  steps: 120,
  start: async () => ({ open: (_, files) => files, stop: async () => undefined }),
})
