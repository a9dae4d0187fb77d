#!/bin/sh
# Sign Overpaint.app from the inside out, make the disk image, and have Apple notarise it.
# usage: sign.sh Overpaint.app Overpaint.dmg
# OVERPAINT_SIGN_IDENTITY   "Developer ID Application: …"; without it the signature is for this computer only
# OVERPAINT_NOTARY_PROFILE  a profile made by "xcrun notarytool store-credentials"; without it nothing is sent
set -eu
app=$1 image=$2
here=$(dirname -- "$0")
identity=${OVERPAINT_SIGN_IDENTITY:--}
sign() {
    if [ "$identity" = - ]; then
        codesign --force --sign - --entitlements "$here/entitlements.plist" "$@"
    else
        codesign --force --sign "$identity" --options runtime --timestamp \
            --entitlements "$here/entitlements.plist" "$@"
    fi
}
find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) | while IFS= read -r library; do
    sign "$library"
done
find "$app/Contents" -type d -name '*.framework' | while IFS= read -r framework; do
    sign "$framework"
done
sign "$app"
codesign --verify --deep --strict --verbose=2 "$app"
folder=$(mktemp -d)
cp -R "$app" "$folder/"
ln -s /Applications "$folder/Applications"
hdiutil create -volname Overpaint -srcfolder "$folder" -fs HFS+ -format UDZO -ov "$image"
rm -rf "$folder"
if [ -n "${OVERPAINT_NOTARY_PROFILE:-}" ]; then
    codesign --force --sign "$identity" --timestamp "$image"
    xcrun notarytool submit "$image" --keychain-profile "$OVERPAINT_NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
fi
