import { Labs } from '../../../../../components/labs/labs.tsx'
import { OnlyAllowed } from '../../../../../components/only-allowed.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('labs')

export default function LabsPage() {
  return (
    <OnlyAllowed permission="course:manage">
      <Labs />
    </OnlyAllowed>
  )
}
