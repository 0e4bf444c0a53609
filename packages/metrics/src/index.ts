export { createMetricsQueries, type MetricsQueries } from './read/create-metrics-queries.ts'
export { createRecorder, type Recorder } from './record/create-recorder.ts'
export { tidyMetrics } from './record/tidy-metrics.ts'
export { STEP_MS } from './steps.ts'
