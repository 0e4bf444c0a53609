import { AppEvents } from '../../../../../../../components/app/app-events.tsx'
import { titled } from '../../../../../../../page-title.ts'

export const generateMetadata = titled('events')

export default function AppEventsPage() {
  return <AppEvents />
}
