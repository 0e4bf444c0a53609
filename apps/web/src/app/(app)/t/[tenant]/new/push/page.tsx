import { NewPush } from '../../../../../../components/new-push/new-push.tsx'
import { OnlyAllowed } from '../../../../../../components/only-allowed.tsx'
import { titled } from '../../../../../../page-title.ts'

export const generateMetadata = titled('newApp')

export default function NewPushPage() {
  return (
    <OnlyAllowed permission="app:deploy">
      <NewPush />
    </OnlyAllowed>
  )
}
