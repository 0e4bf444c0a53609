import { LazyLogs } from '../../../../../../../components/app/logs/lazy-logs.tsx'
import { titled } from '../../../../../../../page-title.ts'

export const generateMetadata = titled('logs')

export default function LogsPage() {
  return <LazyLogs />
}
