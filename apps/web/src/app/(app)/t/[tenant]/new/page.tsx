import { NewApp } from '../../../../../components/new-app/new-app.tsx'
import { OnlyAllowed } from '../../../../../components/only-allowed.tsx'

export default function NewAppPage() {
  return (
    <OnlyAllowed permission="app:deploy">
      <NewApp />
    </OnlyAllowed>
  )
}
