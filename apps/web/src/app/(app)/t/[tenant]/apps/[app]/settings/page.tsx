import { Settings } from '../../../../../../../components/app/settings/settings.tsx'

export default function SettingsPage() {
  return <Settings />
}
