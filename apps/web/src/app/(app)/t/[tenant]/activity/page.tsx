import { ActivityPage } from '../../../../../components/activity/activity-page.tsx'

export default function TenantActivityPage() {
  return <ActivityPage />
}
