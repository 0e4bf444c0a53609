import { Metrics } from '../../../../../../../components/app/metrics/metrics.tsx'
import { titled } from '../../../../../../../page-title.ts'

export const generateMetadata = titled('metrics')

export default function MetricsPage() {
  return <Metrics />
}
