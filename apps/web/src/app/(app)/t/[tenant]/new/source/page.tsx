import { NewSource } from '../../../../../../components/new-source/new-source.tsx'
import { OnlyAllowed } from '../../../../../../components/only-allowed.tsx'
import { titled } from '../../../../../../page-title.ts'

export const generateMetadata = titled('newApp')

export default function NewSourcePage() {
  return (
    <OnlyAllowed permission="app:deploy">
      <NewSource />
    </OnlyAllowed>
  )
}
