//! Words that are no keyword of any entity and still say what a number is, or only lead up to it.

/// What a number can be that no detector is after.
pub(crate) const NOUNS: &str = "order,bestell*,commande,pedido,ordine,invoice,rechnung*,facture,factura,fattura,receipt,quittung*,\
    tracking,sendung*,shipment,shipping,parcel,paket*,sku,isbn,issn,ean,upc,gtin,barcode,asin,version,\
    release*,upgrade*,build,rev,revision,firmware,chrome,mozilla,hash,sha,sha1,sha256,md5,checksum,digest,commit,\
    uuid,guid,serial,seriennummer,timestamp,epoch,amount,total,subtotal,price,preis,betrag,summe,\
    montant,prix,precio,importe,prezzo,importo,balance,saldo,cost,salary,budget,revenue,quantity,qty,\
    stock,ticket,case,vorgang*,dossier,incident,issue,request,req,trace,span,session,\
    transaction,txn,ref,reference,referenz*,aktenzeichen,article,artikel*,item,product,produkt*,\
    producto,part,catalog*,model,batch,lot,zip,postcode,postal code,plz,\
    postleitzahl,code postal,row,line,page,port,pid,process,size,bytes,length,width,height,weight,\
    offset,count,pixels,duration,latitude,longitude,lat,lon,lng,meter,flight,booking,\
    reservation,room,zimmer,customer id,customer no,customer number,kundennummer,client id,cliente,\
    numero de client,user id,userid,employee id,employee number,emp id,personalnummer,student id,\
    member id,membership,policy,police,contract,vertrag*,contrat,contrato,contratto,claim,\
    patent,doi,arxiv,pmid,cve,rfc,iso,seed,bitmap,nonce,checkpoint,device,imei,mac,asset,inventory,\
    vehicle,vin,plate,created,updated,modified,expires,expiry,due,issued,date,datum,fecha,data,meeting,\
    hired,published,deadline,effective,signed,appointment,visit,delivery,\
    delivered,lieferung,confirmation,rv,gecko,database,table,record id,record no,record number,index,voucher,coupon,gift card,\
    loyalty,application,zamowieni*,przesylk*,paczk*,numer klienta,faktur*,encomenda,fatura,fattura*,bestelling*,\
    factuur*,zending*,klantnummer,bestallning*,kundnummer,ordrenummer,ordernummer,points,score,population,votes,file no,file number,file name,file size,image,photo,chapter,section,paragraph,figure,abn,acn,siret,siren,uen,nip,regon,kvk,cnpj,vat,mwst,ust,iva,gst,bankgiro,duns,isin,cusip,mrn,icd,cpt,mg dl,g dl";

/// Words that may stand between what a value is called and the value, by the alphabet.
pub(crate) const FILLERS: &str = "a,an,and,ar,are,as,at,be,becomes,bei,being,by,code,current,de,del,della,der,des,detail,details,di,die,\
    digits,do,du,e,el,en,equals,es,est,et,field,file,following,for,from,full,fur,given,has,have,he,her,het,his,\
    i,id,identifier,ihre,il,info,input,is,ist,it,its,jest,key,la,lautet,le,listed,me,mein,meine,meu,mi,mijn,mio,\
    mitt,moj,mon,my,n,name,nb,new,nie,no,nom,nos,now,nr,num,number,numbers,numer,numero,nummer,nummern,o,of,old,\
    on,or,our,per,personal,primary,provided,raw,reads,record,records,s,sao,secondary,seine,som,sono,string,text,\
    that,the,their,this,to,und,under,unter,use,used,using,val,valeur,valor,value,via,was,we,wert,with,y,you,your";

#[cfg(test)]
mod tests {
    #[test]
    fn fillers_stand_by_the_alphabet() {
        assert!(super::FILLERS.split(',').is_sorted());
    }

    #[test]
    fn nothing_is_both_a_noun_and_a_filler() {
        for word in super::FILLERS.split(',') {
            assert!(super::NOUNS.split(',').all(|noun| noun != word), "{word}");
        }
    }
}
