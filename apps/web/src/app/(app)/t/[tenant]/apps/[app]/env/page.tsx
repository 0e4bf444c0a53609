import { Environment } from '../../../../../../../components/app/env/environment.tsx'

export default function EnvironmentPage() {
  return <Environment />
}
