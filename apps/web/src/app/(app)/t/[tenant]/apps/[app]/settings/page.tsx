import { Settings } from '../../../../../../../components/app/settings/settings.tsx'
import { OnlyAllowed } from '../../../../../../../components/only-allowed.tsx'

export default function SettingsPage() {
  return (
    <OnlyAllowed permission="app:deploy">
      <Settings />
    </OnlyAllowed>
  )
}
