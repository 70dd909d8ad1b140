{{- define "sluice.labels" -}}
app.kubernetes.io/name: sluice
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "sluice.router" -}}
app.kubernetes.io/name: sluice
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: router
{{- end -}}

{{- define "sluice.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{- define "sluice.cluster" -}}
{{- if eq .Values.mode "cluster" }}true{{ end -}}
{{- end -}}

{{- define "sluice.gateway" -}}
{{- range $i, $key := keys .Values.gateway.labels | sortAlpha -}}
{{- if $i }},{{ end }}{{ $key }}={{ get $.Values.gateway.labels $key }}
{{- end -}}
{{- end -}}

{{- define "sluice.reads" -}}
- apiGroups: [machinelearning.seldon.io]
  resources: [seldondeployments]
  verbs: [get, list, watch]
- apiGroups: [networking.istio.io]
  resources: [virtualservices, destinationrules, gateways, serviceentries, workloadentries]
  verbs: [get, list, watch]
- apiGroups: [networking.istio.io]
  resources: [envoyfilters, sidecars, proxyconfigs, workloadgroups]
  verbs: [get, list, watch]
- apiGroups: [extensions.istio.io]
  resources: [wasmplugins, trafficextensions]
  verbs: [get, list, watch]
- apiGroups: [telemetry.istio.io]
  resources: [telemetries]
  verbs: [get, list, watch]
- apiGroups: [security.istio.io]
  resources: [authorizationpolicies, requestauthentications, peerauthentications]
  verbs: [get, list, watch]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [get, list, watch]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch]
{{- end -}}

{{- define "sluice.meshConfig" -}}
{{- $defaults := dict -}}
{{- if not (include "sluice.cluster" .) -}}{{- $defaults = dict "rootNamespace" .Release.Namespace -}}{{- end -}}
{{- $all := merge (deepCopy .Values.meshConfig) $defaults -}}
{{- if $all }}{{ toYaml $all }}{{ end -}}
{{- end -}}

{{- define "sluice.fronts" -}}
{{- if and (include "sluice.cluster" .) .Values.frontServices.enabled }}true{{ end -}}
{{- end -}}

{{- define "sluice.writer" -}}
app.kubernetes.io/name: sluice
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: fronts
{{- end -}}
