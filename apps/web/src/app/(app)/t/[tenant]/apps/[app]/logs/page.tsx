import { LazyLogs } from '../../../../../../../components/app/logs/lazy-logs.tsx'

export default function LogsPage() {
  return <LazyLogs />
}
