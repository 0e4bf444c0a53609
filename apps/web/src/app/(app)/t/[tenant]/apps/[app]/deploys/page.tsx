import { Deploys } from '../../../../../../../components/app/deploys/deploys.tsx'
import { titled } from '../../../../../../../page-title.ts'

export const generateMetadata = titled('deploys')

export default function DeploysPage() {
  return <Deploys />
}
