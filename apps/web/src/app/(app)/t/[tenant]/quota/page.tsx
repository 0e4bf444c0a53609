import { QuotaOverview } from '../../../../../components/quota/quota-overview.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('quota')

export default function QuotaOverviewPage() {
  return <QuotaOverview />
}
