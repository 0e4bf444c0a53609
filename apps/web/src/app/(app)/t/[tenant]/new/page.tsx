import { NewApp } from '../../../../../components/new-app/new-app.tsx'
import { OnlyAllowed } from '../../../../../components/only-allowed.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('newApp')

export default function NewAppPage() {
  return (
    <OnlyAllowed permission="app:deploy">
      <NewApp />
    </OnlyAllowed>
  )
}
