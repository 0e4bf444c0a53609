import { ActivityPage } from '../../../../../components/activity/activity-page.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('activity')

export default function TenantActivityPage() {
  return <ActivityPage />
}
