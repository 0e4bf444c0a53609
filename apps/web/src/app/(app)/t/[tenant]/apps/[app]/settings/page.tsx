import { Settings } from '../../../../../../../components/app/settings/settings.tsx'
import { OnlyAllowed } from '../../../../../../../components/only-allowed.tsx'
import { titled } from '../../../../../../../page-title.ts'

export const generateMetadata = titled('settings')

export default function SettingsPage() {
  return (
    <OnlyAllowed permission="app:deploy">
      <Settings />
    </OnlyAllowed>
  )
}
