import { QuotaOverview } from '../../../../../components/quota/quota-overview.tsx'

export default function QuotaOverviewPage() {
  return <QuotaOverview />
}
