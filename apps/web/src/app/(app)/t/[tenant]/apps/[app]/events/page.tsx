import { AppEvents } from '../../../../../../../components/app/app-events.tsx'

export default function AppEventsPage() {
  return <AppEvents />
}
